// The one table from what a lesson writes to what is shown. Panels and experiments come by name through their registry,
// so that a text-only page carries none of them.
import type { MDXComponents } from 'mdx/types';
import { CorrectionSoon, SolutionSoon } from '#components/correction/lazy.tsx';
import { CodeBlock } from '#components/lesson/code-block.tsx';
import { CodeTabs } from '#components/lesson/code-tabs.tsx';
import { Diagram } from '#components/lesson/diagram.tsx';
import { Experience } from '#components/lesson/experience.tsx';
import { Programme } from '#components/lesson/programme.tsx';
import { Quand } from '#components/lesson/quand.tsx';
import { RegardezBien } from '#components/lesson/regardez-bien.tsx';
import { Voir } from '#components/lesson/voir.tsx';
import { Quiz } from '#components/quiz/quiz.tsx';

const components = {
  pre: CodeBlock,
  CodeTabs,
  Correction: CorrectionSoon,
  Diagram,
  Experience,
  Programme,
  Quand,
  Quiz,
  RegardezBien,
  Solution: SolutionSoon,
  Voir,
} satisfies MDXComponents;

export const useMDXComponents = (): MDXComponents => components;
