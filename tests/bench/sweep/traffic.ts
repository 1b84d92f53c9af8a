import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';

/** Bytes on the wire of this process's own requests, headers included; counted as each answer ends. */
export class Traffic {
  sent = 0;
  received = 0;
  readonly #counted = new WeakMap<object, { sent: number; received: number }>();

  constructor() {
    subscribe('http.client.response.finish', (message) => {
      const { request } = message as { request: ClientRequest; response: IncomingMessage };
      const { socket } = request;
      if (socket === null) return;
      const before = this.#counted.get(socket) ?? { sent: 0, received: 0 };
      const now = { sent: socket.bytesWritten, received: socket.bytesRead };
      this.sent += now.sent - before.sent;
      this.received += now.received - before.received;
      this.#counted.set(socket, now);
    });
  }
}
