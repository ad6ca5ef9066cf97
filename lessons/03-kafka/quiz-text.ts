// French typography for sentences written in code: a no-break space before : ; ! ? » and after «.

export function fr(parts: TemplateStringsArray, ...values: (string | number)[]): string {
  const text = parts.reduce((all, part, index) => `${all}${values[index - 1] ?? ''}${part}`);
  return text.replaceAll(/ (?=[:;!?»])/g, '\u00a0').replaceAll('« ', '«\u00a0');
}
