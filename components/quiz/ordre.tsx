'use client';
// The quiz of module 2, tied to the panels of its pages: what a question shows is really done in the lab it speaks of, then lit in
// its panel, which takes the place of the page's own.
import { useMemo } from 'react';
import { orderQuiz } from '#lessons/02-ordre/quiz.ts';
import { aboutToShow } from '../lab/highlight.ts';
import { askPanel } from '../lesson/asked-panel.ts';
import type { PanelName } from '../panels/registry.tsx';
import { browserClient } from '../realtime/browser-client.ts';
import type { OnShow } from './feedback.tsx';
import { lit, patience, said } from './lit.ts';
import { ofPage } from './page-questions.ts';
import { QuizView } from './quiz-view.tsx';

const onShow: OnShow = async ({ target, panel, commands = [] }) => {
  const lab: PanelName = panel ?? 'ordre';
  askPanel(lab);
  document.dispatchEvent(new Event(aboutToShow));
  for (const command of commands) {
    const reply = await browserClient().send(lab, command);
    if (!reply.ok) return reply.error.message;
  }
  // The panel may have to come first.
  if (!(await lit(target, patience))) return said.nothing;
  return commands.length > 0 ? said.done : said.shown;
};

export function OrderQuiz({ page }: { page?: string }) {
  const quiz = useMemo(() => (page ? ofPage(orderQuiz, page) : orderQuiz), [page]);
  return <QuizView quiz={quiz} at="/lecons/ordre" onShow={onShow} {...(page ? { page } : {})} />;
}
