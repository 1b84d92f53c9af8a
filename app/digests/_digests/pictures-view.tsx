import Link from 'next/link';
import { usd } from '#app/_ui/format.ts';
import { StepChart } from '#app/_ui/step-chart.tsx';
import type { DigestPictures } from '#lib/digest/document.ts';
import { scaleOf, seriesOf } from '#lib/digest/pictures.ts';

/** The pictures that travel in the mail, drawn from the same data in the colours of this page. */
export function PicturesView({ pictures: { note, shown } }: { pictures: DigestPictures }) {
  return (
    <>
      <div className="grid gap-x-6 gap-y-4 pt-4 sm:grid-cols-2">
        {shown.map((picture) => (
          <figure key={picture.title}>
            <figcaption>
              <Link href={picture.path} prefetch={false} className="link font-semibold">
                {picture.title}
              </Link>{' '}
              <span className="whitespace-nowrap">{picture.caption}</span>
            </figcaption>
            <StepChart
              series={seriesOf(picture)}
              window={{ from: picture.from, to: picture.to }}
              label={picture.alt}
              write={usd}
              scale={scaleOf(picture)}
            />
          </figure>
        ))}
      </div>
      <p className="mt-1 text-[12px] text-faint">{note}</p>
    </>
  );
}
