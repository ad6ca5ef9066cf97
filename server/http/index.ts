// The door of HTTP.
export { createIdentity } from './identity.ts';
export { createMetrics, type Reading } from './metrics.ts';
export { openPages, type Pages, PagesNotBuilt } from './pages.ts';
export type { ReportOptions } from './report.ts';
export { loadSecret } from './secret.ts';
export { createHttp } from './server.ts';
