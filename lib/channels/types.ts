import type { z } from 'zod';
import type { Notice } from '#lib/alerts/notice.ts';
import type { Secret } from '#lib/domain/secret.ts';

/** A configured channel: where it leads to is a secret. */
export type ChannelConfig = { name: string; kind: string; address: Secret };

/** A call as data: the channel writes it, jobs/send performs it. */
export type OutgoingRequest = {
  transport?: 'http';
  method: 'POST';
  url: Secret;
  headers: Record<string, string>;
  body: string;
};

/** A mail to one recipient, as data. */
export type OutgoingMail = {
  transport: 'smtp';
  to: Secret;
  subject: string;
  text: string;
  html: string;
  /** What stands before the @: the sender's domain comes after it. The same mail has the same id, however often it is sent. */
  messageId: string;
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
};

export type SendFailure = 'timeout' | 'network' | 'dns' | 'tls';

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

type ChannelField = { name: string; label: string; hint: string; secret: boolean };

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
  addressSchema(options: { allowLoopback: boolean }): z.ZodType<string>;
  fields: readonly ChannelField[];
  /** Pause between two sends to one channel, real milliseconds. */
  paceMs: number;
  /** How long one call may take, real milliseconds, where that is longer than for HTTP. */
  callTimeoutMs?: number;
  /** The address with everything that opens it left out. */
  hint(address: string): string;
  render(notice: Notice, address: Secret, context: RenderContext): Outgoing;
  /** Each kind reads the form of answer that belongs to what it renders. */
  classify(result: SendResult | MailResult): Classification;
};
