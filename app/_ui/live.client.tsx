'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { makeThrottle } from './refresh-throttle.ts';
import { renew } from './renew.ts';

const EVERY_MS = 5000;
const EVENTS = '/api/v1/events';

type State = 'connecting' | 'live' | 'lost';

const WORDS: Record<State, { short: string; long: string }> = {
  connecting: { short: 'connecting', long: 'Connecting to the stream of news.' },
  live: { short: 'live', long: 'New data arrives by itself.' },
  lost: { short: 'not live', long: 'The stream of news is cut: the page shows what it had. Trying again.' },
};

/** Listens for new data and has the page fetched again; says in a word whether that works. */
export function Live({ about }: { about: string | undefined }) {
  const router = useRouter();
  const [state, setState] = useState<State>('connecting');
  useEffect(() => {
    const timers = {
      now: () => performance.now(),
      set: (work: () => void, ms: number) => setTimeout(work, ms),
      clear: (timer: unknown) => clearTimeout(timer as ReturnType<typeof setTimeout>),
    };
    const throttle = makeThrottle(
      () => renew(router),
      EVERY_MS,
      timers,
      document.visibilityState === 'visible',
    );
    const source = new EventSource(about === undefined ? EVENTS : `${EVENTS}?about=${about}`);
    let seen: string | undefined;
    const onVersion = (event: MessageEvent<string>) => {
      // The first message only says where we stand: the page was made a moment ago.
      if (seen !== undefined && seen !== event.data) throttle.news();
      seen = event.data;
    };
    const onVisibility = () => throttle.visible(document.visibilityState === 'visible');
    source.addEventListener('version', onVersion);
    source.onopen = () => setState('live');
    source.onerror = () => setState('lost');
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      source.close();
      throttle.stop();
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, [router, about]);
  return (
    <span title={WORDS[state].long} className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <span
        aria-hidden="true"
        className={`size-1.5 rounded-full ${state === 'live' ? 'bg-cheap' : 'border border-warn'}`}
      />
      <span className={state === 'lost' ? '' : 'max-sm:sr-only'}>{WORDS[state].short}</span>
    </span>
  );
}
