// Messages whose every value is different, to compare with decoders of other people without knowing their field names.
import { Buffer } from 'node:buffer';
import { type Field, type Fields, type ScalarKind, within } from './schema.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A message of one version: numbers and texts that appear once, no errors, no records. */
export function markedMessage(fields: Fields, version: number): Record<string, unknown> {
  let last = 0;
  const next = (): number => {
    last += 1;
    return last;
  };
  const scalar = (kind: ScalarKind): unknown => {
    if (kind === 'bool') return true;
    if (kind === 'string') return `texte ${next()}`;
    if (kind === 'bytes') return new Uint8Array(Buffer.from(`octets ${next()}`));
    if (kind === 'uuid') return Buffer.alloc(16, next()).toString('base64url');
    return next();
  };
  const value = (field: Field): unknown => {
    if (field.name.endsWith('rrorCode')) return 0;
    if (field.kind === 'records') return new Uint8Array(0);
    if (field.kind === 'struct') return message(field.fields ?? []);
    if (field.kind !== 'list') return scalar(field.kind);
    const item = field.item ?? 'struct';
    return item === 'struct' ? [message(field.fields ?? [])] : [scalar(item), scalar(item)];
  };
  const message = (inner: Fields): Record<string, unknown> =>
    Object.fromEntries(
      inner.filter((field) => field.tag === null && within(field.versions, version)).map((f) => [f.name, value(f)]),
    );
  return message(fields);
}

/** Every value in it that says something, as sorted text: bytes as text, uuids in base64url; no zeros, booleans or nulls. */
export function leaves(value: unknown): string[] {
  const found: string[] = [];
  const visit = (one: unknown): void => {
    if (one instanceof Uint8Array) visit(Buffer.from(one).toString());
    else if (one instanceof Map) visit([...one]);
    else if (typeof one === 'object' && one !== null) for (const inner of Object.values(one)) visit(inner);
    else if (typeof one === 'number' || typeof one === 'bigint') visit(String(one));
    else if (typeof one === 'string' && UUID.test(one)) {
      found.push(Buffer.from(one.replaceAll('-', ''), 'hex').toString('base64url'));
    } else if (typeof one === 'string' && one !== '' && one !== '0') found.push(one);
  };
  visit(value);
  return [...new Set(found)].sort();
}
