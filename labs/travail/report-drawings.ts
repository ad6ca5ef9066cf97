// The two drawings of a pupil's page, as SVG text. Pure.
import { binSeconds, type Figures } from './stats.ts';

const width = 640;
const height = 170;
const foot = 24;
/** Seconds that fit on the axis of the box. */
const axis = 80;

const words = (figures: Figures): string => {
  const most = figures.bins.indexOf(Math.max(...figures.bins));
  return `Histogramme\u00a0: le plus de réponses entre ${most * binSeconds} et ${(most + 1) * binSeconds}\u00a0secondes.`;
};

/** Answers by class of time. `top`: the highest bar of the class, so that pages can be compared. */
export function barsOf(figures: Figures, top: number): string {
  const step = width / figures.bins.length;
  const bars = figures.bins.map((count, index) => {
    const tall = Math.round(((height - foot - 16) * count) / top);
    const x = index * step;
    const label = count > 0 ? `<text x="${x + step / 2}" y="${height - foot - tall - 4}">${count}</text>` : '';
    const last = index === figures.bins.length - 1;
    const under = `<text x="${x + step / 2}" y="${height - 6}">${last ? `≥\u00a0${index * binSeconds}` : index * binSeconds}</text>`;
    return `<rect x="${x + 2}" y="${height - foot - tall}" width="${step - 4}" height="${tall}" fill="#0072b2"/>${label}${under}`;
  });
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${words(figures)}" font-size="12" text-anchor="middle" font-family="system-ui,sans-serif">
<path d="M0 ${height - foot}H${width}" stroke="#575b69"/>${bars.join('')}</svg>
<p class="muet">Nombre de réponses par tranche de ${binSeconds}\u00a0secondes.</p>`;
}

/** Median, quartiles and what the bootstrap says of the median. */
export function boxOf({ median, quartiles, sure }: Figures): string {
  const at = (value: number): number => Math.round((Math.min(value, axis) / axis) * width);
  const box = `<rect x="${at(quartiles[0])}" y="8" width="${at(quartiles[1]) - at(quartiles[0])}" height="24" fill="#e8ebfc" stroke="#2b46d6"/>`;
  const certain = `<rect x="${at(sure[0])}" y="16" width="${Math.max(2, at(sure[1]) - at(sure[0]))}" height="8" fill="#e69f00"/>`;
  return `<svg viewBox="0 0 ${width} 40" role="img" aria-label="Boîte des quartiles, avec la médiane et son intervalle de confiance."><path d="M0 20H${width}" stroke="#b9b6ae"/>${box}${certain}
<path d="M${at(median)} 4V36" stroke="#191b26" stroke-width="3"/></svg>
<p class="muet">De 0 à ${axis}\u00a0secondes\u00a0: la boîte va d’un quartile à l’autre, le trait est la médiane, la bande orange son intervalle de confiance.</p>`;
}
