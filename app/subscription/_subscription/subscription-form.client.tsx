'use client';

import { useState } from 'react';
import { PRIMARY, SECONDARY } from '#app/_ui/fields.tsx';
import { type Sent, sendJson } from '#app/_ui/send.ts';

type Props = { token: string; isWanted: boolean };

/** One button, which does the other of the two each time. */
export function SubscriptionForm({ token, isWanted }: Props) {
  const [sent, setSent] = useState<Sent<{ wanted: boolean }>>();
  const [wanted, setWanted] = useState(isWanted);
  async function change() {
    const answer = await sendJson<{ wanted: boolean }>('POST', '/subscriptions', { token, wanted: !wanted });
    setSent(answer);
    if (answer.ok) setWanted(answer.answer.wanted);
  }
  return (
    <>
      <p role="status">
        {wanted ? 'You get this digest.' : 'You get this digest no more: its next issue goes to the others.'}
      </p>
      <button type="button" className={`${wanted ? PRIMARY : SECONDARY} !h-11`} onClick={change}>
        {wanted ? 'Unsubscribe' : 'Subscribe again'}
      </button>
      {sent !== undefined && !sent.ok && (
        <p role="alert" className="text-bad">
          {sent.errors[0]?.message}
        </p>
      )}
    </>
  );
}
