// Static pages, lessons in MDX. Plugins are given as strings: Turbopack hands them to workers, functions cannot travel.
import createMDX from '@next/mdx';
import { codeTheme } from './scripts/mdx/code-theme.mjs';

const plugin = (name) => `${import.meta.dirname}/scripts/mdx/${name}.mjs`;

const withMDX = createMDX({
  options: {
    remarkPlugins: ['remark-gfm', plugin('remark-diagrams')],
    rehypePlugins: [
      'rehype-slug',
      ['@shikijs/rehype', { theme: codeTheme, langs: ['python', 'javascript', 'typescript', 'json', 'bash', 'yaml'] }],
      plugin('rehype-tokens'),
    ],
  },
});

export default withMDX({
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
});
