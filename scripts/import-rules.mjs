// The directions of design.md as rules; each is named after its reason. `at` also matches the fixture tree.
const at = (rooms) => `^(scripts/fixtures/imports/)?(${rooms})/`;
const notTests = '\\.test\\.tsx?$|-suite\\.ts$';
const rule = (name, from, to) => ({ name, severity: 'error', from, to });

export const rules = [
  rule(
    'contract-imports-nothing-of-ours',
    { path: at('contract') },
    { path: at('app|components|labs|lessons|server') },
  ),
  rule(
    'labs-know-only-the-contract',
    { path: at('labs'), pathNot: notTests },
    { path: at('app|components|lessons|server') },
  ),
  rule('pages-never-meet-the-server', { path: at('app|components|lessons') }, { path: at('server') }),
  rule('components-know-no-route', { path: at('components') }, { path: at('app') }),
  rule(
    'the-terminal-knows-only-the-wire',
    { path: at('cli'), pathNot: notTests },
    { path: at('app|components|lessons|server') },
  ),
  rule('server-knows-no-page', { path: at('server') }, { path: at('app|components') }),
  rule(
    'the-broker-stands-alone',
    { path: at('server/broker') },
    { path: at('app|components|contract|labs|lessons|server/(?!broker)[^/]+') },
  ),
  rule(
    'the-broker-is-entered-by-its-door',
    { path: at('server'), pathNot: [at('server/broker')] },
    { path: at('server/broker'), pathNot: [`${at('server/broker')}index\\.ts$`, `${at('server/broker')}events\\.ts$`] },
  ),
  rule(
    'kafka-is-entered-by-its-door',
    { path: at('server'), pathNot: [at('server/kafka')] },
    { path: at('server/kafka'), pathNot: [`${at('server/kafka')}(index|types)\\.ts$`] },
  ),
  rule(
    'the-chat-is-entered-by-its-door',
    { path: at('server'), pathNot: [at('server/chat')] },
    { path: at('server/chat'), pathNot: [`${at('server/chat')}index\\.ts$`] },
  ),
  rule(
    'the-store-is-entered-by-its-door',
    { path: at('server'), pathNot: [at('server/store')] },
    { path: at('server/store'), pathNot: [`${at('server/store')}index\\.ts$`] },
  ),
  rule(
    'queues-are-entered-by-their-door',
    { path: at('server'), pathNot: [at('server/queue')] },
    { path: at('server/queue'), pathNot: [`${at('server/queue')}(index|types)\\.ts$`] },
  ),
  rule(
    'publish-subscribe-is-entered-by-its-door',
    { path: at('server'), pathNot: [at('server/pubsub')] },
    { path: at('server/pubsub'), pathNot: [`${at('server/pubsub')}index\\.ts$`] },
  ),
  rule(
    'programs-for-tests-are-for-tests',
    { path: at('app|components|contract|labs|lessons|server|cli'), pathNot: [notTests, '/testing/'] },
    { path: at('server/testing') },
  ),
  rule(
    'the-codec-knows-nobody',
    { path: at('server/broker/protocol') },
    { path: `${at('server/broker')}(net|core|groups)/` },
  ),
  rule(
    'one-importer-of-the-socket',
    { path: at('app|components'), pathNot: [at('components/realtime')] },
    { path: 'socket\\.io-client' },
  ),
  rule('labs-and-contract-are-pure', { path: at('labs|contract'), pathNot: notTests }, { dependencyTypes: ['core'] }),
  // Types may know each other both ways: they are gone at run time.
  rule('no-cycle', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
];
