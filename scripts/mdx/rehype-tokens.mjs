// Rehype: after Shiki, inline colours become classes (see code-theme.mjs). A page then needs no `style` attribute.
import { visit } from 'unist-util-visit';
import { tokenClasses } from './code-theme.mjs';

export default function rehypeTokens() {
  return (tree) => {
    visit(tree, 'element', (node) => {
      const style = node.properties?.style;
      if (typeof style !== 'string') return;
      const color = /(?:^|;)color:(#[0-9a-f]{6})/i.exec(style)?.[1]?.toLowerCase();
      delete node.properties.style;
      const name = color && tokenClasses[color];
      if (name) node.properties.class = name;
    });
  };
}
