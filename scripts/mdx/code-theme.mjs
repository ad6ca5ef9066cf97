// A Shiki theme whose colours are names in disguise: rehype-tokens turns each into a class, app/globals.css gives the
// class its colour in the light, dark and projector themes. Hence no inline style, and contrast in our hands.

/** Class of each marker colour. */
export const tokenClasses = {
  '#000001': 'tok-comment',
  '#000002': 'tok-string',
  '#000003': 'tok-keyword',
  '#000004': 'tok-number',
  '#000005': 'tok-call',
  '#000006': 'tok-argument',
};

const paint = (foreground, ...scope) => ({ scope, settings: { foreground } });

export const codeTheme = {
  name: 'relais',
  type: 'light',
  colors: { 'editor.background': '#ffffff', 'editor.foreground': '#000000' },
  settings: [
    { settings: { background: '#ffffff', foreground: '#000000' } },
    paint('#000001', 'comment', 'punctuation.definition.comment'),
    paint('#000002', 'string', 'punctuation.definition.string'),
    paint('#000003', 'keyword', 'storage', 'keyword.control', 'support.type.property-name'),
    paint('#000004', 'constant.numeric', 'constant.language'),
    paint('#000005', 'entity.name.function', 'support.function', 'meta.function-call.generic', 'entity.name.type'),
    paint('#000006', 'variable.parameter', 'entity.other.attribute-name'),
  ],
};
