// The class report: one HTML file, readable offline, without a script. The same size gives the same bytes, wherever it is made. Pure.
import type { ReportSize } from '#contract/travail.ts';
import { answersEach, pupilOf } from './class-answers.ts';
import { barsOf, boxOf } from './report-drawings.ts';
import { drawsEach, type Figures, figuresOf } from './stats.ts';

const whole = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f');
const seconds = (value: number): string => `${value.toFixed(1).replace('.', ',')}\u00a0s`;

const style = `
:root{color-scheme:light}
body{margin:0 auto;max-width:46rem;padding:1.5rem;font:1rem/1.5 system-ui,sans-serif;color:#191b26;background:#fff}
h1{font-size:1.8rem;line-height:1.2}h2{font-size:1.3rem;margin-top:2.5rem}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:700}
th,td{padding:.2rem .8rem .2rem 0;text-align:left;border-top:1px solid #b9b6ae;font-variant-numeric:tabular-nums}
svg{display:block;width:100%;height:auto}a{color:#2b46d6}.muet{color:#575b69}
.cadre{overflow-x:auto}
@page{size:A4;margin:18mm}
@media print{section{break-before:page}h2{margin-top:0}body{padding:0}}
`;

/** `onPupil` is told each time one more pupil is done. */
export function makeReport(size: ReportSize, onPupil: (done: number) => void): string {
  const all: Figures[] = [];
  for (let number = 1; number <= size; number += 1) {
    all.push(figuresOf(pupilOf(number)));
    onPupil(number);
  }
  const byMedian = all.toSorted((a, b) => a.median - b.median);
  const rankOf = (figures: Figures): number => byMedian.indexOf(figures) + 1;
  const top = Math.max(...all.flatMap(({ bins }) => bins));
  const title = `Rapport d’une classe de ${size}\u00a0élèves`;
  return `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title><style>${style}</style></head><body>
<h1>${title}</h1>
<p><strong>Ces élèves n’existent pas.</strong> Leurs ${whole(answersEach)}\u00a0temps de réponse chacun sont tirés d’une graine\u00a0: la même
classe donne toujours le même rapport, octet pour octet. Le calcul, lui, est vrai.</p>
<p>Pour chaque élève\u00a0: la médiane, les quartiles, un histogramme, et l’intervalle où la médiane se trouve avec une
confiance de 95\u00a0%. Cet intervalle est obtenu par rééchantillonnage (<span lang="en">bootstrap</span>)\u00a0: on tire
${whole(drawsEach)}\u00a0fois ${whole(answersEach)}\u00a0réponses avec remise, on range chaque tirage et on prend sa médiane. Pour la classe\u00a0:
${whole(size * drawsEach * answersEach)}\u00a0tirages. C’est ce qui prend du temps.</p>
<div class="cadre"><table><caption>La classe, du plus rapide au plus lent</caption>
<thead><tr><th scope="col">Rang</th><th scope="col">Élève</th><th scope="col">Médiane</th><th scope="col">Intervalle à 95\u00a0%</th></tr></thead>
<tbody>${byMedian.map((each, index) => row(each, index + 1)).join('\n')}</tbody></table></div>
${all.map((each) => page(each, rankOf(each), size, top)).join('\n')}
</body></html>
`;
}

const row = ({ number, median, sure }: Figures, rank: number): string =>
  `<tr><td>${rank}</td><th scope="row"><a href="#eleve-${number}">Élève\u00a0${number}</a></th><td>${seconds(median)}</td><td>de ${seconds(sure[0])} à ${seconds(sure[1])}</td></tr>`;

function page(figures: Figures, rank: number, size: number, top: number): string {
  const { number, answers, median, quartiles, longest, sure } = figures;
  return `<section id="eleve-${number}"><h2>Élève ${number}</h2>
<p>${whole(answers)}\u00a0réponses. Médiane\u00a0: ${seconds(median)}, ${rank === 1 ? '1<sup>er</sup>' : `${rank}<sup>e</sup>`} sur ${size}. La moitié des réponses ont pris de
${seconds(quartiles[0])} à ${seconds(quartiles[1])}\u00a0; la plus longue, ${seconds(longest)}. Médiane à 95\u00a0%\u00a0: de ${seconds(sure[0])} à ${seconds(sure[1])}.</p>
${barsOf(figures, top)}
${boxOf(figures)}
</section>`;
}
