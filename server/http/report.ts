// `GET /travail/rapport/<id>`: a report of the lab `travail`, to whoever asked for it and to nobody else. It is a page without a
// script, and shut in all the same.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Identity } from './identity.ts';

export type ReportOptions = {
  /** The report that this person may read under this name; null when there is none, or its server cannot be asked. */
  find: (person: string, file: string) => Found | null | Promise<Found | null>;
};
type Found = { report: number; html: string };

const shutIn =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export async function giveReport(
  file: string,
  request: IncomingMessage,
  response: ServerResponse,
  { identity, find }: ReportOptions & { identity: Identity },
): Promise<void> {
  const found = await find(identity.identify(request).person.id, file);
  response.setHeader('Cache-Control', 'no-store');
  if (found === null) {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end('Ce rapport n’est plus gardé, ou n’est pas à vous. Demandez-en un autre dans le panneau.\n');
    return;
  }
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': shutIn,
    'Content-Disposition': `inline; filename="rapport-${found.report}.html"`,
  });
  response.end(found.html);
}
