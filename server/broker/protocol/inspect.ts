// Explains a frame: the tables read once more, this time keeping where each field begins and ends.
// Bounded in depth, nodes and text, because frames are not; a frame that does not decode is explained up to the mistake.
import { Buffer } from 'node:buffer';
import { type Api, isFlexible } from './api.ts';
import { scalarReader, smallestKind, smallestOf } from './decoding.ts';
import { hasResponseTags } from './headers.ts';
import { DecodeError, Reader } from './reader.ts';
import { type Field, type Fields, type Range, type ScalarKind, within } from './schema.ts';

/** One field of a frame: bytes [start, end) counted from the frame's first byte. */
export type FieldNode = {
  readonly name: string;
  /** `int32`, `string`, `struct`, `list`… with `?` when null is allowed here. */
  readonly type: string;
  /** Ready to show; null is the absence of a value. Containers show their count. */
  readonly value: string | number | boolean | null;
  readonly start: number;
  readonly end: number;
  /** In French, for learners; empty for items of a list. */
  readonly doc: string;
  readonly children?: readonly FieldNode[];
};
export type FrameTree = {
  readonly nodes: readonly FieldNode[];
  /** True when fields were left out to keep the tree small. */
  readonly cut: boolean;
  /** Where and why decoding stopped; null when the whole frame was understood. */
  readonly problem: string | null;
};
export type InspectLimits = { readonly nodes?: number; readonly items?: number; readonly text?: number };

type Draft = { -readonly [K in keyof FieldNode]: K extends 'children' ? Draft[] : FieldNode[K] };

const MAX_NODES = 2_000;
const MAX_ITEMS = 100;
const MAX_TEXT = 200;

class Walk {
  readonly reader: Reader;
  readonly version: number;
  readonly flexible: boolean;
  readonly limits: Required<InspectLimits>;
  cut = false;
  private nodes = 0;
  /** Above zero: bytes are read, nodes are not kept. */
  private silent = 0;

  constructor(reader: Reader, version: number, flexible: boolean, limits: InspectLimits) {
    this.reader = reader;
    this.version = version;
    this.flexible = flexible;
    this.limits = { nodes: MAX_NODES, items: MAX_ITEMS, text: MAX_TEXT, ...limits };
  }

  /** Opens a node, lets `read` fill it, closes it. The node is in the tree even when `read` throws. */
  node(into: Draft[], name: string, type: string, doc: string, read: (node: Draft) => void): void {
    const node: Draft = { name, type, value: null, start: this.reader.position, end: this.reader.position, doc };
    if (this.silent > 0 || this.nodes >= this.limits.nodes) this.cut = true;
    else {
      into.push(node);
      this.nodes += 1;
    }
    try {
      read(node);
    } finally {
      node.end = this.reader.position;
    }
  }

  private shown(value: unknown): FieldNode['value'] {
    if (value instanceof Uint8Array) {
      const { text } = this.limits;
      const hex = Buffer.from(value.subarray(0, text >> 1)).toString('hex');
      return hex.length < value.length * 2 ? `${hex}…` : hex;
    }
    if (typeof value === 'string') {
      return value.length > this.limits.text ? `${value.slice(0, this.limits.text)}…` : value;
    }
    return typeof value === 'number' || typeof value === 'boolean' ? value : null;
  }

  scalar(into: Draft[], name: string, kind: ScalarKind | 'records', nullable: boolean, doc: string): void {
    const read = scalarReader(kind, this.flexible, nullable);
    this.node(into, name, nullable ? `${kind}?` : kind, doc, (node) => {
      node.value = this.shown(read(this.reader));
    });
  }

  private list(into: Draft[], field: Field, nullable: boolean): void {
    const item = field.item ?? 'struct';
    const fields = field.fields ?? [];
    const { flexible, version, reader } = this;
    const least = item === 'struct' ? smallestOf(fields, version, flexible) : smallestKind(item, flexible);
    this.node(into, field.name, nullable ? 'list?' : 'list', field.doc, (node) => {
      const count = reader.count(flexible, least);
      if (count === null && !nullable) reader.fail('null is not allowed');
      node.value = count;
      node.children = [];
      for (let index = 0; index < (count ?? 0); index += 1) {
        const hidden = index >= this.limits.items;
        if (hidden) this.silent += 1;
        this.item(node.children, `[${index}]`, item, fields);
        if (hidden) this.silent -= 1;
      }
    });
  }

  private item(into: Draft[], name: string, item: ScalarKind | 'struct', fields: Fields): void {
    if (item !== 'struct') {
      this.scalar(into, name, item, false, '');
      return;
    }
    this.node(into, name, 'struct', '', (node) => {
      node.children = [];
      this.struct(node.children, fields);
    });
  }

  private field(into: Draft[], field: Field): void {
    const nullable = within(field.nullable, this.version);
    if (field.kind === 'list') this.list(into, field, nullable);
    else if (field.kind !== 'struct') this.scalar(into, field.name, field.kind, nullable, field.doc);
    else {
      this.node(into, field.name, nullable ? 'struct?' : 'struct', field.doc, (node) => {
        if (nullable && this.reader.int8() < 0) return;
        node.children = [];
        this.struct(node.children, field.fields ?? []);
      });
    }
  }

  struct(into: Draft[], fields: Fields): void {
    const present = fields.filter((field) => within(field.versions, this.version));
    for (const field of present) if (field.tag === null) this.field(into, field);
    if (this.flexible) this.tags(into, present);
  }

  /** The tag section: known tags as fields, unknown ones as bytes. Nothing is shown for an empty one but its count. */
  tags(into: Draft[], fields: Fields): void {
    const { reader } = this;
    this.node(into, 'tags', 'tags', 'Champs facultatifs, chacun avec son numéro.', (node) => {
      const count = reader.uvarint();
      node.value = count;
      if (count === 0) return;
      node.children = [];
      for (let left = count; left > 0; left -= 1) {
        const tag = reader.uvarint();
        const size = reader.uvarint();
        const start = reader.take(size);
        const field = fields.find((one) => one.tag === tag);
        reader.position = start;
        if (field) this.field(node.children, field);
        else {
          this.node(node.children, `tag ${tag}`, 'bytes', 'Champ que cette table ne connaît pas.', (unknown) => {
            reader.take(size);
            unknown.value = this.shown(reader.bytes.subarray(start, start + size));
          });
        }
        if (reader.position !== start + size) reader.fail(`tag ${tag} is not the ${size} bytes it announces`);
      }
    });
  }
}

function finish(walk: Walk, nodes: Draft[], read: () => void): FrameTree {
  let problem: string | null = null;
  try {
    read();
    const { remaining, position } = walk.reader;
    if (remaining > 0) {
      problem = `${remaining} bytes after the message, from byte ${position}`;
    }
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    problem = error.message;
  }
  return { nodes, cut: walk.cut, problem };
}

function walkOf(api: Api, version: number, frame: Uint8Array, limits: InspectLimits): Walk {
  return new Walk(new Reader(frame), version, isFlexible(api, version), limits);
}

function body(walk: Walk, api: Api, fields: Fields, versions: Range, nodes: Draft[]): void {
  if (!within(versions, walk.version)) walk.reader.fail(`${api.name} v${walk.version} is not spoken`);
  walk.struct(nodes, fields);
}

/** Explains a request frame, without its 4-byte size. Never throws: a mistake ends up in `problem`. */
export function inspectRequest(api: Api, version: number, frame: Uint8Array, limits: InspectLimits = {}): FrameTree {
  const walk = walkOf(api, version, frame, limits);
  const nodes: Draft[] = [];
  return finish(walk, nodes, () => {
    // The client id is a plain string in every header version, so these four fields are read as in an old message.
    const old = new Walk(walk.reader, version, false, limits);
    old.scalar(nodes, 'apiKey', 'int16', false, 'Numéro de l’API demandée.');
    old.scalar(nodes, 'apiVersion', 'int16', false, 'Version de cette API.');
    old.scalar(nodes, 'correlationId', 'int32', false, 'Numéro qui relie la réponse à la demande.');
    old.scalar(nodes, 'clientId', 'string', true, 'Nom que le client se donne.');
    if (walk.flexible) walk.tags(nodes, []);
    body(walk, api, api.request, api.versions, nodes);
  });
}

/** Explains a response frame, without its 4-byte size. Never throws: a mistake ends up in `problem`. */
export function inspectResponse(api: Api, version: number, frame: Uint8Array, limits: InspectLimits = {}): FrameTree {
  const walk = walkOf(api, version, frame, limits);
  const nodes: Draft[] = [];
  return finish(walk, nodes, () => {
    walk.scalar(nodes, 'correlationId', 'int32', false, 'Numéro qui relie la réponse à la demande.');
    if (hasResponseTags(api, version)) walk.tags(nodes, []);
    body(walk, api, api.response, api.versions, nodes);
  });
}
