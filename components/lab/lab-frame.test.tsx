// The frame of a panel with the keyboard: what each key does, and what the list of keys does to the view.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Help } from '../shell/help.tsx';
import { closeHelp } from '../ui/help-state.ts';
import { LabFrame } from './lab-frame.tsx';
import type { ScrubberProps } from './scrubber.tsx';

afterEach(() => {
  cleanup();
  act(closeHelp);
});

function show(view: ScrubberProps['view'] = { mode: 'live' }, change: object = {}) {
  const on = { onPause: vi.fn(), onLive: vi.fn(), onScrub: vi.fn(), onStep: vi.fn(), onStepMark: vi.fn() };
  const onTable = vi.fn();
  const timeline = { first: 3, offset: 148, head: 148, at: null, view, marks: [], link: 'live' as const, ...on };
  render(
    <>
      <Help />
      <LabFrame
        title="Panneau"
        link={{ status: 'live', since: 0 }}
        ready
        timeline={timeline}
        onTable={onTable}
        {...change}
      >
        <input aria-label="champ" />
      </LabFrame>
    </>,
  );
  return { ...on, onTable };
}
const press = (key: string, more: object = {}) => fireEvent.keyDown(document.body, { key, ...more });

describe('the keys of a panel', () => {
  it('pause, step by events and by marks, go to either end, go live, show the table', () => {
    const on = show();
    press(' ');
    press('.');
    expect(on.onPause).toHaveBeenCalledTimes(2);
    press('ArrowLeft');
    press('ArrowRight');
    expect(on.onStep.mock.calls).toEqual([[-1], [1]]);
    press('ArrowLeft', { shiftKey: true });
    press('ArrowRight', { shiftKey: true });
    expect(on.onStepMark.mock.calls).toEqual([[-1], [1]]);
    press('Home');
    press('End');
    expect(on.onScrub.mock.calls).toEqual([[3], [148]]);
    press('l');
    expect(on.onLive).toHaveBeenCalledOnce();
    press('T');
    fireEvent.click(screen.getByRole('button', { name: 'Voir en tableau' }));
    expect(on.onTable).toHaveBeenCalledTimes(2);
  });

  it('step by marks from the slider too, which keeps its own arrows', () => {
    const on = show();
    const slider = screen.getByRole('slider');
    fireEvent.keyDown(slider, { key: 'ArrowLeft' });
    expect(on.onStep).not.toHaveBeenCalled();
    fireEvent.keyDown(slider, { key: 'ArrowLeft', shiftKey: true });
    expect(on.onStepMark).toHaveBeenCalledWith(-1);
  });

  it('leave Page Up and Page Down to the reader, except on a projector, where a remote sends them', () => {
    const on = show();
    press('PageDown');
    expect(on.onStepMark).not.toHaveBeenCalled();
    cleanup();
    document.documentElement.dataset.projection = '';
    const projected = show();
    press('PageDown');
    press('PageUp');
    delete document.documentElement.dataset.projection;
    expect(projected.onStepMark.mock.calls).toEqual([[1], [-1]]);
  });

  it('do nothing while one types', () => {
    const on = show();
    for (const key of ['l', 't', ' ', '.', '?']) fireEvent.keyDown(screen.getByLabelText('champ'), { key });
    expect([on.onLive, on.onTable, on.onPause].some((each) => each.mock.calls.length > 0)).toBe(false);
    expect(screen.queryByText(/pendant que vous lisez/)).toBeNull();
  });
});

describe('the list of keys', () => {
  it('freezes a live view, says so, and gives it back when it is shut', () => {
    const on = show();
    press('?');
    expect(on.onPause).toHaveBeenCalledOnce();
    expect(screen.getByText(/La vue est en pause.*reprendra en direct/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Fermer' }));
    expect(on.onLive).toHaveBeenCalledOnce();
    expect(screen.queryByText(/La vue est en pause/)).toBeNull();
  });

  it('leaves a paused view paused', () => {
    const on = show({ mode: 'paused', offset: 100, waiting: 48 });
    press('?');
    expect(screen.getByText(/La vue était en pause/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Fermer' }));
    expect(on.onPause).not.toHaveBeenCalled();
    expect(on.onLive).not.toHaveBeenCalled();
  });
});

describe('a handover', () => {
  const at = (offset: number, moved = true) => ({
    ...{ first: 3, offset, head: 148, at: null, view: { mode: 'live' as const }, marks: [], link: 'live' as const },
    ...{ onPause: vi.fn(), onLive: vi.fn(), onScrub: vi.fn(), onStep: vi.fn(), onStepMark: vi.fn() },
    handover: offset > 100 ? { moved, offset: 100 } : null,
    onHandoverRead: vi.fn(),
  });
  const frame = (timeline: ReturnType<typeof at>) => (
    <LabFrame title="Panneau" link={{ status: 'live', since: 0 }} ready timeline={timeline}>
      dessin
    </LabFrame>
  );

  it('is told to who listens when it comes, in words that were not there before', () => {
    const { rerender } = render(frame(at(100)));
    const status = screen.getByRole('status');
    expect(status.textContent).toBe('');
    rerender(frame(at(101)));
    expect(screen.getByRole('status')).toBe(status);
    expect(status.textContent).toMatch(/^Un autre serveur a pris le relais\. .*arrêté\u00a0: relancez-le/);
  });

  it('is not told of what came before it, nor told again when one comes back', () => {
    const { rerender } = render(frame(at(101)));
    rerender(frame(at(99)));
    expect(screen.queryByText(/pris le relais/)).toBeNull();
    expect(screen.queryByRole('button', { name: 'J’ai lu' })).toBeNull();
    rerender(frame(at(148)));
    expect(screen.getByText(/pris le relais/)).toBeTruthy();
    expect(screen.queryByRole('status')).toBeNull();
  });

  it('is put away by a button, which leaves the focus with what one looks at', () => {
    const timeline = at(148);
    render(frame(timeline));
    const read = screen.getByRole('button', { name: 'J’ai lu' });
    read.focus();
    fireEvent.click(read);
    expect(timeline.onHandoverRead).toHaveBeenCalledOnce();
    expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Panneau, contenu' }));
  });

  it('of the same server says that events may be missing', () => {
    render(frame(at(148, false)));
    expect(screen.getByRole('status').textContent).toMatch(/des événements peuvent manquer sur la ligne de temps/);
  });
});

it('a sandbox has a frame of its own and says its name', () => {
  show({ mode: 'live' }, { sandbox: true });
  expect(screen.getByText('bac à sable')).toBeTruthy();
  expect(document.querySelector('[data-bac]')).toBeTruthy();
});
