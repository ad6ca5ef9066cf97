// Turns a message table into an encoder for one version. Fields the version lacks are left out silently;
// null becomes the empty value where the version cannot say null (Metadata v0: no list of topics = all of them).
import { defaultOf, emptyOf, isDefault } from './defaults.ts';
import { type Field, type Fields, type ScalarKind, within } from './schema.ts';
import { EncodeError, Writer } from './writer.ts';

export type Write = (writer: Writer, value: unknown) => void;

const scalars: Record<Exclude<ScalarKind, 'string' | 'bytes'>, Write> = {
  bool: (writer, value) => writer.bool(value as boolean),
  int8: (writer, value) => writer.int8(value as number),
  int16: (writer, value) => writer.int16(value as number),
  uint16: (writer, value) => writer.uint16(value as number),
  int32: (writer, value) => writer.int32(value as number),
  uint32: (writer, value) => writer.uint32(value as number),
  int64: (writer, value) => writer.int64(value as number),
  float64: (writer, value) => writer.float64(value as number),
  uuid: (writer, value) => writer.uuid(value as string),
};

function scalarWriter(kind: ScalarKind | 'records', flexible: boolean): Write {
  if (kind === 'string') return (writer, value) => writer.string(value as string | null, flexible);
  if (kind === 'bytes' || kind === 'records') {
    return (writer, value) => writer.data(value as Uint8Array | readonly Uint8Array[] | null, flexible);
  }
  return scalars[kind];
}

function listWriter(field: Field, version: number, flexible: boolean): Write {
  const item = field.item ?? 'struct';
  const write = item === 'struct' ? structWriter(field.fields ?? [], version, flexible) : scalarWriter(item, flexible);
  return (writer, value) => {
    const items = value as readonly unknown[] | null;
    writer.length(items === null ? null : items.length, flexible, false);
    if (items !== null) for (const one of items) write(writer, one);
  };
}

function fieldWriter(field: Field, version: number, flexible: boolean): Write {
  const nullable = within(field.nullable, version);
  const write = kindWriter(field, version, flexible, nullable);
  if (nullable || !field.nullable) return write;
  const empty = emptyOf(field);
  return (writer, value) => write(writer, value === null ? empty : value);
}

function kindWriter(field: Field, version: number, flexible: boolean, nullable: boolean): Write {
  if (field.kind === 'list') return listWriter(field, version, flexible);
  if (field.kind !== 'struct') return scalarWriter(field.kind, flexible);
  const write = structWriter(field.fields ?? [], version, flexible);
  if (!nullable) return write;
  return (writer, value) => {
    writer.int8(value === null ? -1 : 1);
    if (value !== null) write(writer, value);
  };
}

type Tagged = { readonly tag: number; readonly field: Field; readonly write: Write };

function writeTags(writer: Writer, tagged: readonly Tagged[], message: Record<string, unknown>): void {
  const sent = tagged.filter(({ field }) => !isDefault(field, message[field.name]));
  writer.uvarint(sent.length);
  for (const { tag, field, write } of sent) {
    const body = new Writer();
    write(body, message[field.name]);
    writer.uvarint(tag);
    writer.uvarint(body.size);
    for (const chunk of body.finish()) writer.raw(chunk);
  }
}

/** Writes a struct: positional fields in order, then the tags in ascending order when flexible. */
export function structWriter(fields: Fields, version: number, flexible: boolean): Write {
  const present = fields.filter((field) => within(field.versions, version));
  const steps = present
    .filter((field) => field.tag === null)
    .map((field) => ({ name: field.name, write: fieldWriter(field, version, flexible), fallback: defaultOf(field) }));
  const tagged = present
    .flatMap((field) =>
      field.tag === null ? [] : [{ tag: field.tag, field, write: fieldWriter(field, version, flexible) }],
    )
    .sort((one, other) => one.tag - other.tag);

  return (writer, value) => {
    const message = value as Record<string, unknown>;
    for (const { name, write, fallback } of steps) {
      const given = message[name];
      try {
        write(writer, given === undefined ? fallback : given);
      } catch (error) {
        throw error instanceof EncodeError ? error : new EncodeError(`${name}: ${String(error)}`, { cause: error });
      }
    }
    if (flexible) writeTags(writer, tagged, message);
  };
}
