// The controls of one subscriber, by the names under which a reader finds them.
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { accusesLab, type Subscriber } from '#labs/accuses/lab.ts';
import { SubscriberControls } from './controls.tsx';

afterEach(cleanup);

const [bob] = accusesLab.initial().subscribers as [Subscriber];

function draw(change: Partial<Subscriber> = {}, blocked: string | null = null) {
  const onAsk = vi.fn();
  render(<SubscriberControls one={{ ...bob, link: 'live', ...change }} who={0} blocked={blocked} onAsk={onAsk} />);
  return onAsk;
}

describe('what one does to a subscriber', () => {
  it.each<[Partial<Subscriber>, string, object]>([
    [{}, 'Couper Bob', { type: 'cut', who: 0 }],
    [{ link: 'cut' }, 'Reconnecter Bob', { type: 'connect', who: 0 }],
    [{ link: 'crashed' }, 'Relancer Bob', { type: 'connect', who: 0 }],
    [{}, 'Retenir ses accusés, Bob', { type: 'withhold', who: 0, withheld: true }],
    [{ withheld: true }, 'Acquitter enfin, Bob', { type: 'withhold', who: 0, withheld: false }],
    [{}, 'Panne de Bob au milieu du traitement', { type: 'crash', who: 0 }],
  ])('as it stands %o, « %s » asks for it', (change, name, command) => {
    const onAsk = draw(change);
    fireEvent.click(screen.getByRole('button', { name }));
    expect(onAsk).toHaveBeenCalledWith(command);
  });

  it('is named by what one reads on it, and more', () => {
    draw({ withheld: true });
    for (const button of screen.getAllByRole('button'))
      expect(button.getAttribute('aria-label')).toContain(button.textContent);
  });

  it('says why nothing can be asked', () => {
    draw({}, 'Revenez en direct pour agir.');
    for (const button of screen.getAllByRole<HTMLButtonElement>('button')) {
      expect(button.disabled).toBe(true);
      expect(button.title).toBe('Revenez en direct pour agir.');
    }
  });
});
