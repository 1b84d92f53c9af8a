import { fileURLToPath } from 'node:url';

/** Pages carry Next's own inline scripts; everything else comes from this origin or not at all. */
function contentSecurityPolicy() {
  const development = process.env.NODE_ENV === 'development';
  return [
    "default-src 'none'",
    `script-src 'self' 'unsafe-inline'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const securityHeaders = [
  { key: 'content-security-policy', value: contentSecurityPolicy() },
  { key: 'x-content-type-options', value: 'nosniff' },
  { key: 'referrer-policy', value: 'no-referrer' },
  { key: 'cross-origin-opener-policy', value: 'same-origin' },
  { key: 'cross-origin-resource-policy', value: 'same-origin' },
  { key: 'x-frame-options', value: 'DENY' },
  { key: 'permissions-policy', value: 'camera=(), geolocation=(), microphone=()' },
];

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // npm run verify checks the types.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['better-sqlite3', 'pino'],
  turbopack: { root: fileURLToPath(new URL('.', import.meta.url)) },
  // A name pointed at this machine from outside (DNS rebinding) is sent to the API, whose guard answers 421 and reads
  // nothing: app/_server/host-guard.ts decides exactly. Next.js cuts a host at its first colon, so [::1] reads "[".
  async rewrites() {
    const ownHost = { type: 'host', value: '(localhost|127\\.0\\.0\\.1|\\[)' };
    return {
      beforeFiles: [{ source: '/:path*', missing: [ownHost], destination: '/api/other-host' }],
      afterFiles: [],
      fallback: [],
    };
  },
  async headers() {
    return [{ source: '/:path*', headers: securityHeaders }];
  },
};
