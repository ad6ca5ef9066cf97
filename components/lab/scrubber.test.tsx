// The timeline as its user meets it: by role and French name.
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Scrubber, type ScrubberProps } from './scrubber.tsx';

afterEach(cleanup);

function show(changes: Partial<ScrubberProps> = {}) {
  const on = { onPause: vi.fn(), onLive: vi.fn(), onScrub: vi.fn(), onStep: vi.fn(), onStepMark: vi.fn() };
  const marks = [{ offset: 40, at: 0, label: 'rééquilibrage', small: false }];
  const base = {
    first: 0,
    offset: 148,
    head: 148,
    at: null,
    view: { mode: 'live' } as const,
    marks,
    link: 'live' as const,
  };
  render(<Scrubber {...base} {...on} {...changes} />);
  return on;
}

describe('the timeline', () => {
  it('says where one is, and goes back by sliding, stepping or pressing a mark', () => {
    const on = show();
    const slider = screen.getByRole('slider', { name: 'Revenir à un événement' });
    expect(slider.getAttribute('aria-valuetext')).toBe('événement 148 sur 148');
    fireEvent.change(slider, { target: { value: '12' } });
    expect(on.onScrub).toHaveBeenCalledWith(12);
    fireEvent.click(screen.getByRole('button', { name: 'Événement précédent' }));
    expect(on.onStep).toHaveBeenCalledWith(-1);
    fireEvent.click(screen.getByRole('button', { name: 'rééquilibrage, événement 40' }));
    expect(on.onScrub).toHaveBeenLastCalledWith(40);
    expect(screen.getByRole('button', { name: 'Événement suivant' })).toHaveProperty('disabled', true);
  });

  it('counts what waits while paused, and goes live on demand', () => {
    const on = show({ offset: 100, view: { mode: 'paused', offset: 100, waiting: 48 } });
    fireEvent.click(screen.getByRole('button', { name: /aller en direct\s*48\sen attente/ }));
    expect(on.onLive).toHaveBeenCalledOnce();
  });

  it('does not claim to be live when the link is lost', () => {
    show({ link: 'lost' });
    expect(screen.queryByText('en direct')).toBeNull();
    expect(screen.getByText('lien perdu')).toBeTruthy();
    cleanup();
    show({ link: 'connecting' });
    expect(screen.getByText('connexion…')).toBeTruthy();
  });
});
