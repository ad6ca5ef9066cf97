// The programs of the lessons, as files to save. Written when pages are built; nothing is read at run time.
import { readFile } from 'node:fs/promises';
import { allDownloads } from '#lessons/load.ts';

export const dynamic = 'force-static';
export const dynamicParams = false;

export const generateStaticParams = () => allDownloads().map(({ name }) => ({ file: name }));

const types: Record<string, string> = {
  py: 'text/x-python',
  txt: 'text/plain',
  ts: 'text/plain',
  json: 'application/json',
};

export async function GET(_request: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const { file } = await params;
  const found = allDownloads().find(({ name }) => name === file);
  if (!found) return new Response('Programme introuvable.', { status: 404 });
  const type = types[file.slice(file.lastIndexOf('.') + 1)] ?? 'text/plain';
  return new Response(await readFile(found.file), {
    headers: { 'content-type': `${type}; charset=utf-8`, 'content-disposition': `attachment; filename="${file}"` },
  });
}
