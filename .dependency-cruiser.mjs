/** Who may know whom. Every rule is an error, and its comment is the reason a reader gets. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    forbid('no-cycles', 'a cycle hides who depends on whom', {}, { circular: true }),
    forbid(
      'nobody-imports-tests',
      'tests see everything, nothing sees tests',
      { pathNot: ['^tests/', '\\.test\\.tsx?$'] },
      { path: '^tests/' },
    ),
    forbid(
      'lib-is-pure',
      'lib depends on lib and zod only: no I/O, no Node, no framework',
      { path: '^lib/', pathNot: '\\.test\\.ts$' },
      { pathNot: ['^lib/', '^node_modules/zod/'] },
    ),
    forbid(
      'lib-domain-is-the-root',
      'domain values know nothing of what is built on them',
      { path: '^lib/domain/', pathNot: '\\.test\\.ts$' },
      { path: '^lib/', pathNot: '^lib/domain/' },
    ),
    forbid(
      'rules-are-plug-ins',
      'a rule kind never knows another one',
      { path: '^lib/rules/([^/]+)/' },
      { path: '^lib/rules/([^/]+)/', pathNot: '^lib/rules/$1/' },
    ),
    forbid(
      'channels-are-plug-ins',
      'a channel kind never knows another one',
      { path: '^lib/channels/([^/]+)/' },
      { path: '^lib/channels/([^/]+)/', pathNot: '^lib/channels/$1/' },
    ),
    forbid(
      'collectors-are-plug-ins',
      'a collector never knows another one',
      { path: '^jobs/collectors/([^/]+)/' },
      { path: '^jobs/collectors/([^/]+)/', pathNot: '^jobs/collectors/$1/' },
    ),
    forbid(
      'db-knows-lib-only',
      'the store depends on the domain, not on who uses it',
      { path: '^db/', pathNot: '\\.test\\.ts$' },
      { path: '^(app|jobs|tests)/', pathNot: '^tests/helpers/' },
    ),
    forbid(
      'only-db-knows-sql',
      'all SQL lives in db/',
      { path: '^(app|jobs|lib)/', pathNot: '\\.test\\.tsx?$' },
      { path: '(^|/)node_modules/(drizzle-orm|better-sqlite3)/' },
    ),
    forbid(
      'app-uses-queries',
      'pages see query functions, what a change of an alert entails, and the key of the desk, not tables',
      { path: '^app/' },
      {
        path: '^db/',
        pathNot: '^db/(alerting/|queries/|(client|desk-key|snooze-token|subscription-token)\\.ts$)',
      },
    ),
    forbid(
      'app-and-jobs-meet-in-the-database',
      'neither process calls the other',
      { path: '^app/' },
      { path: '^jobs/' },
    ),
    forbid(
      'jobs-know-no-pages',
      'the worker is no web server',
      { path: '^jobs/' },
      { path: ['^app/', '(^|/)node_modules/(next|react|react-dom)/'] },
    ),
    forbid(
      'app-never-calls-aws',
      'no page waits on AWS',
      { path: '^app/' },
      { path: '(^|/)node_modules/@aws-sdk/' },
    ),
    forbid(
      'client-components-see-lib-and-app-only',
      'what runs in the browser holds no server code',
      { path: '\\.client\\.tsx?$' },
      { path: ['^db/', '^jobs/', '^app/_server/'] },
    ),
    forbid('no-unresolvable', 'an import that leads nowhere', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^\\.next/', '^next-env'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
