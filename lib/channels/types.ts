import type { z } from 'zod';
import type { NoticeExtras } from '#lib/alerts/extras.ts';
import type { Labels } from '#lib/alerts/identity.ts';
import type { Member, Notice, Severity } from '#lib/alerts/notice.ts';
import type { Secret } from '#lib/domain/secret.ts';
import type { Reach } from './public-address.ts';

/** What a kind is configured with beyond its address, checked by the kind; its secrets are wrapped. */
export type ChannelOptions = Readonly<Record<string, unknown>>;

/** A configured channel: where it leads to is a secret. */
export type ChannelConfig = {
  name: string;
  kind: string;
  address: Secret;
  options?: ChannelOptions;
  /** Set where a person chose the address: which connections it may come to. */
  reach?: Reach;
};

/** A call as data: the channel writes it, jobs/send performs it. */
export type OutgoingRequest = {
  transport?: 'http';
  method: 'POST';
  url: Secret;
  headers: Record<string, string>;
  body: string;
  /** Signed when it leaves: the instant is part of what is signed. */
  sign?: { secret: Secret };
  /** Addresses outside of it are not connected to; absent where the host is a known service's. */
  reach?: Reach;
  /** What tells it from the other calls of its message, where there are several. */
  part?: string;
};

/** One episode of one alert, as a delivery tells of it; all of them are here, however many the notice shows. */
export type Episode = {
  noticeId: string;
  kind: 'firing' | 'resolved';
  at: number;
  labels: Labels;
  member: Member;
  /** The notice by which this channel heard of its beginning, and how many of that notice's episodes still go on. */
  begun: { noticeId: string; severity: Severity; open: number } | null;
};

/** A picture as the text of an SVG, and the id by which the page of its mail names it. */
type MailPicture = { cid: string; svg: string };

/** A mail to one recipient, as data. */
export type OutgoingMail = {
  transport: 'smtp';
  to: Secret;
  subject: string;
  text: string;
  html: string;
  /** The same with pictures that travel in it; `html` is what leaves where they cannot be made. */
  illustrated?: { html: string; pictures: readonly MailPicture[] };
  /** What stands before the @: the sender's domain comes after it. The same mail has the same id, however often it is sent. */
  messageId: string;
  /** What mail programs may sort it by, where it is one of a row: a label, to which the sender's domain is added. */
  list?: string;
  headers: Record<string, string>;
};

export type Outgoing = OutgoingRequest | OutgoingMail;

/** Why a message is late, when it is. */
export type DelayCause = 'unreachable' | 'limited' | 'broken' | 'not_running';

/** What a message needs to know beyond its notice. */
export type RenderContext = {
  noticeId: string;
  /** Base address of the pages; without it there are no links. */
  publicUrl?: string;
  /** Where its reader may ask to hear nothing of it for a while; signed, and only for some days. */
  snoozeUrl?: string;
  /** Where this recipient may end what the message is an issue of; signed. */
  unsubscribeUrl?: string;
  /** Product time. */
  now: number;
  /** Real milliseconds between the news and this attempt, and what they were spent on. */
  delay: { ms: number; cause: DelayCause };
  /** An earlier attempt may have arrived. */
  ambiguous: boolean;
  /** The receiver refused the rich form: minimal text only. */
  plain: boolean;
  /** Notices that queued up behind this one and are told with it, oldest first. */
  later: readonly Notice[];
  /** What the channel is configured with beyond its address. */
  options?: ChannelOptions;
  /** What a buyer needs beside the news, as it is now; absent where there is none. */
  extras?: NoticeExtras;
  /** Every episode told of, oldest first; for the kinds that ask for them. */
  episodes?: readonly Episode[];
};

/** `blocked`: the address is not one that may be called; nothing was sent. */
export type SendFailure = 'timeout' | 'network' | 'dns' | 'tls' | 'blocked';

/** What came back, or why nothing did; `reached` is false when the request cannot have arrived. */
export type SendResult =
  | { status: number; body: string; retryAfter: string | undefined }
  | { failure: SendFailure; detail: string; reached: boolean };

/** How far a mail had come. */
export type MailStage = 'connection' | 'tls' | 'auth' | 'from' | 'rcpt' | 'data';

/**
 * What a mail server answered, or null where nothing came; `reached` is true once the text of the mail has begun to
 * leave. `detail` is a code, never the server's own words: they may repeat what it was told.
 */
export type MailResult = { stage: MailStage; status: number | null; detail: string; reached: boolean };

/** How far apart tries are where the usual pauses would be too short: at least the base, which doubles up to the cap. */
export type BackOff = { baseMs: number; capMs: number };

/** What an answer means for the message and its channel. */
export type Classification =
  | { is: 'delivered' }
  /** Worth another try; `atMost` tries in all, after which the message is `dead` or the channel `broken`. */
  | {
      is: 'retry';
      why: string;
      ambiguous: boolean;
      atMost?: { tries: number; end: 'dead' | 'broken' };
      backOff?: BackOff;
    }
  /** The channel has to rest: nothing was tried. */
  | { is: 'limited'; retryAfterMs: number }
  /** This message was refused as it is. */
  | { is: 'payload'; why: string }
  /** Nothing sent to this channel can arrive until somebody mends it. */
  | { is: 'broken' | 'config'; why: string };

export type AddressOptions = { allowLoopback: boolean; allowPrivate: boolean };

/** A field of a form: a text that has to be given, unless it says otherwise. */
export type ChannelField = {
  name: string;
  label: string;
  hint: string;
  secret: boolean;
  isOptional?: true;
  /** Yes or no; no when left out. */
  isFlag?: true;
};

/** A kind of channel: one folder, one line in the registry. */
export type ChannelKind = {
  kind: string;
  label: string;
  /** The configuration field that holds the secret address; `<field>File` names a file with it. */
  addressField: string;
  /** The field may hold a list: each address becomes a channel of its own, and fails alone. */
  severalAddresses?: true;
  /** How its messages travel; by HTTP when absent. Mail needs the `smtp` section of the configuration. */
  transport?: 'smtp';
  addressSchema(options: AddressOptions): z.ZodType<string>;
  /** A person chooses the address freely: `allowPrivate` is a field, and every connection is guarded. */
  isUserChosen?: true;
  /** Further fields; those in `secretOptions` may be given as `<field>File` and are wrapped. */
  optionsSchema?(options: AddressOptions): z.ZodObject;
  secretOptions?: Readonly<Record<string, z.ZodType<string>>>;
  fields: readonly ChannelField[];
  /** Pause between two sends to one channel, real milliseconds. */
  paceMs: number;
  /** How long one call may take, real milliseconds, where that is longer than for HTTP. */
  callTimeoutMs?: number;
  /** The address with everything that opens it left out. */
  hint(address: string): string;
  /** Messages that queue up are told one by one, not several in one. */
  isOneByOne?: true;
  /** Its messages are about single episodes. */
  asksForEpisodes?: true;
  /** Several calls are made in their order; no call at all is a message that needs none. */
  render(notice: Notice, address: Secret, context: RenderContext): Outgoing | readonly Outgoing[];
  /** Each kind reads the form of answer that belongs to what it renders. */
  classify(result: SendResult | MailResult): Classification;
};
