'use client';

import { useRouter } from 'next/navigation';
import { quotasHref } from './params.ts';

type Props = { type: string; groups: readonly { name: string; types: readonly string[] }[] };

/** The type that the page speaks of; a plain form without JavaScript, at once with it. */
export function TypePicker({ type, groups }: Props) {
  const router = useRouter();
  return (
    <form action="/quotas" className="flex items-center gap-2">
      <label className="flex items-center gap-2">
        <span className="text-soft">Type</span>
        <select
          key={type}
          name="type"
          defaultValue={type}
          className="control"
          onChange={(event) => router.replace(quotasHref(event.target.value), { scroll: false })}
        >
          {groups.map((group) => (
            <optgroup key={group.name} label={group.name}>
              {group.types.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      <noscript>
        <button type="submit" className="control">
          Show
        </button>
      </noscript>
    </form>
  );
}
