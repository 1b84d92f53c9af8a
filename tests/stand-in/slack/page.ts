import { readFileSync } from 'node:fs';

const part = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/** One document without assets of any other address. */
export const CHANNEL_PAGE = part('channel.html')
  .replace('/* channel.css */', () => part('channel.css'))
  .replace('/* channel.client.js */', () => part('channel.client.js'));
