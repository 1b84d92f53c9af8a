import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import './globals.css';

// Within the page, as no other address may answer for it under our content security policy.
const ICON =
  'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="2" fill="%2315171a"/><path d="M3 11.5H6V8H9.5V4.5H13" fill="none" stroke="white" stroke-width="1.6"/></svg>';

export const metadata: Metadata = {
  title: { default: 'chipdesk', template: '%s · chipdesk' },
  description: 'What AI compute on AWS costs now, where, and how it has moved.',
  icons: { icon: ICON },
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fcfcfb' },
    { media: '(prefers-color-scheme: dark)', color: '#0e1013' },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body className="min-h-dvh">
        <a
          href="#main"
          className="sr-only bg-panel focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:px-3 focus:py-2"
        >
          Skip to the content
        </a>
        {children}
      </body>
    </html>
  );
}
