// Filters: what they let through and which part decided; written, read and shown as a form without a change; and what is no filter.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Content, routageBounds } from '#contract/routage.ts';
import { type Filter, filterText, joined, judge, operators } from './filter.ts';
import { expressionOf, formOf } from './form.ts';
import { faultText, parseFilter } from './parse.ts';
import { piecesOf } from './pieces.ts';
import { typedOf, valueTyped } from './typed.ts';

const order = (value: number): Content => [
  { field: 'type', value: 'order' },
  { field: 'value', value },
];

function read(expression: string): Filter {
  const parsed = parseFilter(expression);
  if (!parsed.ok) throw new Error(faultText(parsed.fault));
  return parsed.filter;
}
const refused = (expression: string): string => {
  const parsed = parseFilter(expression);
  return parsed.ok ? 'read' : faultText(parsed.fault);
};
const holds = (expression: string, content: Content) => judge(read(expression), content).holds;

describe('what a filter lets through', () => {
  it('is the example of the course', () => {
    const filter = 'type = "order" et value > 100';
    expect([holds(filter, order(150)), holds(filter, order(100)), holds('type = "order"', order(100))]).toEqual([
      true,
      false,
      true,
    ]);
    expect(
      holds(filter, [
        { field: 'type', value: 'refund' },
        { field: 'value', value: 150 },
      ]),
    ).toBe(false);
  });

  it('binds « non » before « et » before « ou », and parentheses before all', () => {
    const content: Content = [{ field: 'a', value: 1 }];
    expect(holds('a = 1 ou a = 2 et a = 3', content)).toBe(true);
    expect(holds('(a = 1 ou a = 2) et a = 3', content)).toBe(false);
    expect(holds('non a = 2 et a = 1', content)).toBe(true);
    expect(holds('non (a = 2 ou a = 1)', content)).toBe(false);
  });

  it('compares values of one kind only, orders numbers only, and finds nothing in a field that is not there', () => {
    const content: Content = [
      { field: 'n', value: 9 },
      { field: 't', value: '10' },
      { field: 'b', value: true },
    ];
    expect(holds('t = 10', content)).toBe(false);
    expect(holds('t != 10', content)).toBe(true);
    expect(holds('t > 9', content)).toBe(false);
    expect(holds('n < 10', content)).toBe(true);
    expect(holds('b = vrai', content)).toBe(true);
    for (const operator of operators) expect(holds(`absent ${operator} 1`, content)).toBe(false);
  });

  it('knows no field that the publication did not carry, whatever its name', () => {
    for (const field of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length']) {
      expect(holds(`${field} != 1`, order(1))).toBe(false);
      expect(holds(`${field} = 1`, [{ field, value: 1 }])).toBe(true);
    }
  });
});

describe('what decided', () => {
  const decided = (expression: string, content: Content) =>
    judge(read(expression), content).decided.map(({ text, found, holds: held }) => [text, found, held]);

  it('is the first comparison that fails an « et », all of those that make it', () => {
    expect(decided('type = "order" et value > 100', order(40))).toEqual([['value > 100', 40, false]]);
    expect(decided('type = "order" et value > 100', order(150))).toEqual([
      ['type = "order"', 'order', true],
      ['value > 100', 150, true],
    ]);
    expect(decided('type = "order" et value > 100', [])).toEqual([['type = "order"', null, false]]);
  });

  it('is the first that makes an « ou », all of those that fail it', () => {
    expect(decided('value > 100 ou value < 10', order(5))).toEqual([['value < 10', 5, true]]);
    expect(decided('value > 100 ou value < 10', order(50))).toHaveLength(2);
  });

  it('is enough: a content with the same answers to those comparisons gets the same verdict', () => {
    fc.assert(
      fc.property(filters, contents, contents, (filter, content, other) => {
        const { holds: first, decided: parts } = judge(filter, content);
        const same = parts.every((part) => judge(read(part.text), other).holds === part.holds);
        if (same) expect(judge(filter, other).holds).toBe(first);
      }),
    );
  });
});

describe('a filter that is written, read and shown as a form', () => {
  it('stays what it is', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const written = filterText(filter);
        fc.pre(written.length <= routageBounds.expression);
        expect(read(written)).toEqual(filter);
        const form = formOf(filter);
        expect(expressionOf(form)).toBe(written);
        expect(formOf(read(expressionOf(form)))).toEqual(form);
      }),
    );
  });

  it('is a form that says the same, also where its parentheses would be too long', () => {
    const part = (name: string) => ['a', 'b', 'c', 'd'].map((one) => `${name}${one}long = 100000000000`).join(' et ');
    const written = `${part('x')} ou ${part('yy')}`;
    expect(written.length).toBeGreaterThan(routageBounds.expression - 4);
    expect(expressionOf(formOf(read(written)))).toBe(written);
  });

  it('loses the spaces and parentheses that say nothing', () => {
    expect(filterText(read(' ( (a=1)et(b  >=  2.50) )OU non(c = "x") '))).toBe('a = 1 et b >= 2.5 ou non c = "x"');
    expect(filterText(read('a = 1 et (b = 2 et c = 3)'))).toBe('a = 1 et b = 2 et c = 3');
  });

  it('with parentheses is a row of its own', () => {
    const { joiner, rows } = formOf(read('a = 1 et (b = 2 ou c = 3) et non d = faux'));
    expect(joiner).toBe('and');
    expect(rows.map(({ kind, negated }) => [kind, negated])).toEqual([
      ['comparison', false],
      ['part', false],
      ['comparison', true],
    ]);
    expect(expressionOf({ joiner: 'and', rows: [] })).toBe('');
  });

  it('takes what a person types into a form, and explains a row that is not finished', () => {
    const row = (field: string, value: string) =>
      expressionOf({ joiner: 'or', rows: [{ negated: false, kind: 'comparison', field, operator: '=', value }] });
    expect(row('type', 'order')).toBe('type = "order"');
    expect(row('n', ' 2,50 ')).toBe('n = 2.5');
    expect(row('n', '"12"')).toBe('n = "12"');
    expect(row('b', 'vrai')).toBe('b = vrai');
    expect(refused(row('', '1'))).toMatch(/^Caractère 1.: Il faut le nom d’un champ/);
    expect(refused(row('a', 'x" ou b = "y'))).toBe('read');
    expect(refused(row('a', '9'.repeat(30)))).toMatch(/trop grand|n’a pas|manque/);
    fc.assert(
      fc.property(values, (value) => {
        expect(valueTyped(typedOf(value))).toBe(value);
      }),
    );
  });

  it('is shown with the comparisons that decided in their place', () => {
    const expression = 'aa = 1 ou non a = 1 et (a = 10 ou a = 1)';
    const { decided } = judge(read(expression), [{ field: 'a', value: 1 }]);
    const pieces = piecesOf(expression, decided);
    expect(pieces.map(({ text }) => text).join('')).toBe(expression);
    expect(pieces.filter((piece) => piece.decided).map(({ text }) => text)).toEqual(['aa = 1', 'a = 1', 'a = 1']);
  });
});

describe('what is no filter', () => {
  it.each([
    ['', /^Caractère 1.: Le filtre est vide/],
    ['value', /^Caractère 6.: Il manque un opérateur après «.value.», à la fin/],
    ['value >', /^Caractère 8.: Il manque une valeur après «.>.»/],
    ['value > 100 et', /^Caractère 15.: Il manque le nom d’un champ/],
    ['value == 100', /^Caractère 7.: Écrivez «.=.» au lieu de «.==.»/],
    ['a = 1 && b = 2', /^Caractère 7.: Écrivez «.et.» au lieu de «.&&.»/],
    ['type = order', /^Caractère 8.: Un texte s’écrit entre guillemets droits.: "order"/],
    ["type = 'order'", /^Caractère 8.: Un texte s’écrit entre guillemets droits/],
    ['type = "order', /^Caractère 8.: Ce texte commence par un guillemet/],
    ['(a = 1', /^Caractère 1.: Cette parenthèse n’est pas fermée/],
    ['a = 1)', /^Caractère 6.: Cette parenthèse se ferme sans/],
    ['a = 1 b = 2', /^Caractère 7.: Avant «.b.», il manque/],
    ['a = 1; b', /^Caractère 6.: Le caractère «.;.» n’a pas de sens/],
    ['a = 9999999999999', /^Caractère 5.: Ce nombre est trop grand/],
    ['a = 0.1234567', /^Caractère 5.: Six chiffres au plus/],
    ['a <=> 1', /^Caractère 3.: «.<=>.» n’est pas un opérateur/],
    ['a = 1e9', /^Caractère 6.: Avant «.e9.», il manque/],
    ['100 < value', /^Caractère 1.: Il faut le nom d’un champ, et non «.100.»/],
  ])('%s', (expression, sentence) => {
    expect(refused(expression)).toMatch(sentence);
  });

  it('is also what is too long, too deep, or has too many comparisons', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}a = 1${')'.repeat(depth)}`;
    expect(refused(nested(7))).toBe('read');
    expect(refused(nested(8))).toMatch(/Pas plus de 8 parenthèses/);
    expect(refused(`${'non '.repeat(40)}a = 1`)).toMatch(/Pas plus de 8/);
    expect(refused(nested(1_000_000))).toMatch(/200 caractères au plus/);
    const many = (count: number) => Array.from({ length: count }, () => 'a = 1').join(' et ');
    expect(refused(many(12))).toBe('read');
    expect(refused(many(13))).toMatch(/12 comparaisons au plus/);
  });

  it('is refused in a sentence, never by an exception, and runs nothing', () => {
    const pieces = [
      '(',
      ')',
      'et',
      'ou',
      'non',
      '=',
      '>',
      '"',
      '"x"',
      '12',
      '-',
      '.',
      'a',
      '__proto__',
      '$',
      '`',
      '\u0000',
      '😀',
    ];
    const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((all) => all.join(' '));
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary', maxLength: 400 })), (expression) => {
        const parsed = parseFilter(expression);
        if (parsed.ok) expect(read(filterText(parsed.filter))).toEqual(parsed.filter);
        else expect(faultText(parsed.fault)).toMatch(/^Caractère \d+.: .+\.$/u);
      }),
      { numRuns: 300 },
    );
  });
});

const values = fc.oneof(
  fc.boolean(),
  fc.integer({ min: -routageBounds.number, max: routageBounds.number }),
  fc.integer({ min: -99_999, max: 99_999 }).map((value) => (value === 0 ? 0 : value / 1_000_000)),
  fc.stringMatching(/^[^"\p{Cc}]{0,8}$/u),
);
const fields = fc.constantFrom('a', 'b', 'type', 'été', '__proto__');
const comparisons: fc.Arbitrary<Filter> = fc
  .tuple(fields, fc.constantFrom(...operators), values)
  .map(([field, operator, value]) => ({ kind: 'compare', field, operator, value }));
const filters: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    comparisons,
    tie('filter').map((part): Filter => ({ kind: 'not', part })),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('filter'), { minLength: 2, maxLength: 3 }))
      .map(([kind, parts]) => joined(kind, parts)),
  ),
})).filter;
const contents = fc.uniqueArray(fc.record({ field: fields, value: values }), {
  selector: ({ field }) => field,
  maxLength: 4,
});
