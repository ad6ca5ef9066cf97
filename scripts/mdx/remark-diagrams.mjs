// Remark: a ```mermaid fence becomes <Diagram>, with the two drawings kept beside the lesson. Mermaid itself is not needed.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { visit } from 'unist-util-visit';
import { describeDiagram } from './diagram-source.mjs';

function drawingOf(file, id, theme) {
  const path = join(dirname(file), 'diagrams', `${id}.${theme}.svg`);
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new Error(`${file}: a diagram has no drawing (${id}.${theme}.svg): run \`npm run diagrams\``, { cause });
  }
}

const attribute = (name, value) => ({ type: 'mdxJsxAttribute', name, value });
/** A list of strings as an attribute in braces: MDX wants its syntax tree. */
const list = (name, values) => {
  const elements = values.map((value) => ({ type: 'Literal', value, raw: JSON.stringify(value) }));
  const expression = { type: 'ArrayExpression', elements };
  const estree = { type: 'Program', sourceType: 'module', body: [{ type: 'ExpressionStatement', expression }] };
  return attribute(name, { type: 'mdxJsxAttributeValueExpression', value: JSON.stringify(values), data: { estree } });
};

export default function remarkDiagrams() {
  return (tree, file) => {
    visit(tree, 'code', (node, index, parent) => {
      if (node.lang !== 'mermaid') return;
      const { id, title, description, words } = describeDiagram(node.value, file.path);
      const [light, dark] = ['light', 'dark'].map((theme) => drawingOf(file.path, id, theme));
      parent.children[index] = {
        type: 'mdxJsxFlowElement',
        name: 'Diagram',
        attributes: [
          attribute('title', title),
          attribute('description', description),
          list('words', words),
          attribute('light', light),
          attribute('dark', dark),
        ],
        children: [],
      };
    });
  };
}
