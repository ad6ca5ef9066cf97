// Turns a message table into a decoder for one version: closures bound once, no table walked per message.
import { defaultsOf } from './defaults.ts';
import { DecodeError, type Reader } from './reader.ts';
import { type Field, type Fields, type ScalarKind, within } from './schema.ts';

export type Read = (reader: Reader) => unknown;

const scalars: Record<Exclude<ScalarKind, 'string' | 'bytes'>, Read> = {
  bool: (reader) => reader.bool(),
  int8: (reader) => reader.int8(),
  int16: (reader) => reader.int16(),
  uint16: (reader) => reader.uint16(),
  int32: (reader) => reader.int32(),
  uint32: (reader) => reader.uint32(),
  int64: (reader) => reader.int64(),
  float64: (reader) => reader.float64(),
  uuid: (reader) => reader.uuid(),
};

const notNull = (value: unknown, reader: Reader): unknown =>
  value === null ? reader.fail('null is not allowed') : value;

/** Reads one value of a scalar kind; null only where `nullable`. */
export function scalarReader(kind: ScalarKind | 'records', flexible: boolean, nullable: boolean): Read {
  if (kind === 'string') {
    return nullable
      ? (reader) => reader.string(flexible)
      : (reader) => reader.string(flexible) ?? reader.fail('null is not allowed');
  }
  if (kind === 'bytes') {
    return nullable ? (reader) => reader.data(flexible) : (reader) => notNull(reader.data(flexible), reader);
  }
  if (kind === 'records') {
    return nullable ? (reader) => reader.slice(flexible) : (reader) => notNull(reader.slice(flexible), reader);
  }
  return scalars[kind];
}

const sizes: Partial<Record<string, number>> = {
  bool: 1,
  int8: 1,
  int64: 8,
  float64: 8,
  uuid: 16,
  int32: 4,
  uint32: 4,
};

/** The fewest bytes a value can take: makes announced counts checkable before anything is built. */
function smallest(field: Field, version: number, flexible: boolean): number {
  if (field.tag !== null || !within(field.versions, version)) return 0;
  if (field.kind === 'struct') return smallestOf(field.fields ?? [], version, flexible);
  return smallestKind(field.kind, flexible);
}
export function smallestKind(kind: string, flexible: boolean): number {
  if (kind === 'list' || kind === 'bytes' || kind === 'records') return flexible ? 1 : 4;
  if (kind === 'string') return flexible ? 1 : 2;
  return sizes[kind] ?? 2;
}
export function smallestOf(fields: Fields, version: number, flexible: boolean): number {
  return fields.reduce((sum, field) => sum + smallest(field, version, flexible), flexible ? 1 : 0);
}

function listReader(field: Field, version: number, flexible: boolean, nullable: boolean): Read {
  const item = field.item ?? 'struct';
  const fields = field.fields ?? [];
  const read = item === 'struct' ? structReader(fields, version, flexible) : scalarReader(item, flexible, false);
  const least = item === 'struct' ? smallestOf(fields, version, flexible) : smallestKind(item, flexible);
  return (reader) => {
    const count = reader.count(flexible, least);
    if (count === null) return nullable ? null : reader.fail('null is not allowed');
    const items: unknown[] = [];
    try {
      for (let index = 0; index < count; index += 1) items.push(read(reader));
    } catch (error) {
      throw error instanceof DecodeError ? error.under(`[${items.length}]`) : error;
    }
    return items;
  };
}

function fieldReader(field: Field, version: number, flexible: boolean): Read {
  const nullable = within(field.nullable, version);
  if (field.kind === 'list') return listReader(field, version, flexible, nullable);
  if (field.kind !== 'struct') return scalarReader(field.kind, flexible, nullable);
  const read = structReader(field.fields ?? [], version, flexible);
  return nullable ? (reader) => (reader.int8() < 0 ? null : read(reader)) : read;
}

type Step = { readonly name: string; readonly read: Read };

function readTags(reader: Reader, tagged: ReadonlyMap<number, Step>, message: Record<string, unknown>): void {
  for (let left = reader.uvarint(); left > 0; left -= 1) {
    const tag = reader.uvarint();
    const size = reader.uvarint();
    const start = reader.take(size);
    const step = tagged.get(tag);
    if (!step) continue;
    reader.position = start;
    try {
      message[step.name] = step.read(reader);
      if (reader.position !== start + size) reader.fail(`tag ${tag} is not the ${size} bytes it announces`);
    } catch (error) {
      throw error instanceof DecodeError ? error.under(step.name) : error;
    }
  }
}

/** Reads a struct: the positional fields of the version in order, then the tag section when flexible. */
export function structReader(fields: Fields, version: number, flexible: boolean): Read {
  const present = fields.filter((field) => within(field.versions, version));
  const step = (field: Field): Step => ({ name: field.name, read: fieldReader(field, version, flexible) });
  const steps = present.filter((field) => field.tag === null).map(step);
  const tagged = new Map<number, Step>();
  for (const field of present) if (field.tag !== null) tagged.set(field.tag, step(field));
  const template = defaultsOf(fields);

  return (reader) => {
    const message = { ...template };
    let at = '';
    try {
      for (const { name, read } of steps) {
        at = name;
        message[name] = read(reader);
      }
    } catch (error) {
      throw error instanceof DecodeError ? error.under(at) : error;
    }
    if (!flexible) return message;
    if (tagged.size === 0) reader.skipTags();
    else readTags(reader, tagged, message);
    return message;
  };
}
