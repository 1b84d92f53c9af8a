import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { onTestFinished } from 'vitest';

type Mail = { from: string; to: string[]; raw: string; isSecure: boolean; user: string | undefined };

/** What the server says to one command instead of yes. */
export type Refusal = {
  at: 'connect' | 'auth' | 'from' | 'rcpt' | 'data';
  code: number;
  text?: string;
  to?: string;
};

const USER = 'desk';
export const PASSWORD = 'correct-horse-9f3';

/** A mail server on this machine: refuses as scripted, keeps what it took, and everything that crossed in clear. */
export async function startSmtpSink(options: SMTPServerOptions = {}) {
  const received: Mail[] = [];
  const tries: { to: string; refused: boolean }[] = [];
  const refusals: Refusal[] = [];
  const sockets = new Set<Socket>();
  let inClear = '';
  let cuts = 0;
  /** The first refusal that is meant for this command: each is given once, those for a recipient always. */
  const refusal = (at: Refusal['at'], to?: string): Error | undefined => {
    const index = refusals.findIndex((one) => one.at === at && (one.to === undefined || one.to === to));
    const found = refusals[index];
    if (found === undefined) return undefined;
    if (found.to === undefined) refusals.splice(index, 1);
    return Object.assign(new Error(found.text ?? 'no'), { responseCode: found.code });
  };
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    disableReverseLookup: true,
    onConnect: (_, done) => done(refusal('connect')),
    onAuth: ({ username, password }, _, done) => {
      const refused = refusal('auth');
      if (refused !== undefined) done(refused);
      else if (username === USER && password === PASSWORD) done(null, { user: username });
      else done(Object.assign(new Error('Invalid username or password'), { responseCode: 535 }));
    },
    onMailFrom: (_, __, done) => done(refusal('from')),
    onRcptTo: ({ address }, _, done) => {
      const refused = refusal('rcpt', address);
      tries.push({ to: address, refused: refused !== undefined });
      done(refused);
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString('utf8'),
          isSecure: session.secure === true,
          user: typeof session.user === 'string' ? session.user : undefined,
        });
        if (cuts-- > 0) for (const socket of sockets) socket.destroy();
        else done(refusal('data'));
      });
    },
    ...options,
  });
  server.on('error', () => {});
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      inClear += chunk.toString('latin1');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close(() => {});
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    received,
    tries,
    inClear: () => inClear,
    refuse: (...next: Refusal[]) => refusals.push(...next),
    /** Takes the next mail whole and hangs up instead of answering. */
    cut: () => {
      cuts = 1;
    },
    /** As somebody writes it into the configuration file. */
    settings: (change: Record<string, unknown> = {}) => ({
      host: '127.0.0.1',
      port,
      from: 'desk@example.com',
      security: 'none',
      ...change,
    }),
    login: { user: USER, password: PASSWORD },
  };
}
