'use client';

import { useState } from 'react';
import { PRIMARY, SECONDARY } from '#app/_ui/fields.tsx';

type Props = { token: string; isWanted: boolean };

/** The address that a mail program uses: what allows it is the token, wherever the request comes from. */
async function send(token: string, isWanted: boolean): Promise<boolean> {
  const body = new URLSearchParams(
    isWanted ? { 'List-Subscribe': 'Again' } : { 'List-Unsubscribe': 'One-Click' },
  );
  try {
    return (await fetch(`../unsubscribe/${token}`, { method: 'POST', body })).ok;
  } catch {
    return false;
  }
}

/** One button, which does the other of the two each time. */
export function SubscriptionForm({ token, isWanted }: Props) {
  const [wanted, setWanted] = useState(isWanted);
  const [hasFailed, setHasFailed] = useState(false);
  async function change() {
    const isDone = await send(token, !wanted);
    setHasFailed(!isDone);
    if (isDone) setWanted(!wanted);
  }
  return (
    <>
      <p role="status">
        {wanted ? 'You get this digest.' : 'You get this digest no more: its next issue goes to the others.'}
      </p>
      <button type="button" className={`${wanted ? PRIMARY : SECONDARY} !h-11`} onClick={change}>
        {wanted ? 'Unsubscribe' : 'Subscribe again'}
      </button>
      {hasFailed && (
        <p role="alert" className="text-bad">
          chipdesk did not take it: nothing was changed. Try again.
        </p>
      )}
    </>
  );
}
