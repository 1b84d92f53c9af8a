'use client';

/** A page that could not be made. Its words are in the server's log: in production none of them come this far. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main id="main" className="shell max-w-2xl py-12">
      <h1 className="mb-2 text-lg font-semibold tracking-tight">This page could not be made</h1>
      <p className="text-soft">
        The server’s log says why{error.digest !== undefined && `, under ${error.digest}`}. What is stored is
        not touched by this.
      </p>
      <p className="mt-4 flex gap-4">
        <button type="button" className="control" onClick={reset}>
          Try again
        </button>
        <a href="/health" className="link self-center">
          Health
        </a>
      </p>
    </main>
  );
}
