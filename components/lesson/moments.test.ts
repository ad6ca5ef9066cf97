// The moments of the workshop: each grows when its event happens in a run, and not before.
import { describe, expect, it } from 'vitest';
import type { AtelierEvent } from '#contract/atelier.ts';
import { atelierLab } from '#labs/atelier/lab.ts';
import { hand, pass, startedWith } from '#labs/atelier/testing.ts';
import { type WorkshopMoment, workshopMoments } from './moments.ts';

const stateAfter = (events: AtelierEvent[]) =>
  events.reduce((state, event, index) => atelierLab.fold(state, event, index + 1), atelierLab.initial());
const crash: AtelierEvent = { type: 'crashed', point: 'between', ...hand(0, 1) };
const worked = pass(0, 1).slice(0, 3);
const began = (...given: Parameters<typeof hand>): AtelierEvent => ({ type: 'began', ...hand(...given) });

describe('the moments of the workshop', () => {
  it.each<[WorkshopMoment, AtelierEvent[], AtelierEvent]>([
    ['panne', worked, crash],
    ['rejeu', [...worked, crash], began(0, 1, { worker: 'C2' })],
    ['paralleles', [began(0, 1)], began(1, 1)],
    ['rupture', [began(0, 1)], began(0, 2, { partition: 1, offset: 0, worker: 'C2' })],
  ])('%s is seen', (moment, before, event) => {
    const events = [startedWith({}, 2), ...before];
    expect(workshopMoments[moment](stateAfter(events))).toBe(0);
    expect(workshopMoments[moment](stateAfter([...events, event]))).toBe(events.length + 1);
  });

  it('tell a death before the work from one after it', () => {
    const early: AtelierEvent = { type: 'crashed', point: 'before', ...hand(0, 1) };
    expect(workshopMoments.panne(stateAfter([startedWith(), ...pass(0, 1).slice(0, 1), early]))).toBe(0);
  });
});
