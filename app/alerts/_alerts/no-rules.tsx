import { Notice } from '#app/_ui/notice.tsx';
import { EXAMPLE } from './example.ts';

/** What to do when nothing is watched: the shortest rule that works. */
export function NoRules() {
  return (
    <Notice title="No rule is watching anything yet">
      <p>
        Rules and channels live in the YAML file that{' '}
        <code className="font-mono text-[12px]">CHIPDESK_CONFIG</code> names. This one tells a Slack channel
        when a P5 spot price moves by 10 % within a day:
      </p>
      <pre className="overflow-x-auto border-l-2 border-strong bg-sunken px-4 py-3 font-mono text-[12px] leading-relaxed text-ink">
        {EXAMPLE}
      </pre>
      <p>Restart chipdesk after a change. What it then fires, and who was told, shows here.</p>
    </Notice>
  );
}
