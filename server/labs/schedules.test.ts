// Adversarial schedules against the real broker: all settings right, the invariant is kept; one turned off, the two events that broke
// it are named. `SCHEDULES=200` plays them all, as `npm run bench -- atelier-schedules` does.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingNames } from '#labs/atelier/plan.ts';
import { firstBroken, playAll, reportOf, scheduleOf } from './testing/schedules.ts';
import { type House, openHouse } from './testing/workshop.ts';

const count = Math.min(200, Number(process.env.SCHEDULES ?? 12));

describe('the workshop under adversarial schedules', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse('embedded', 2_000);
  });
  afterAll(async () => {
    await house.close();
  });

  it(`keeps the invariant in all ${count} with every setting right`, { timeout: 60_000 + count * 5_000 }, async () => {
    const played = await playAll(
      house,
      Array.from({ length: count }, (_, index) => scheduleOf(index + 1)),
    );
    expect(played.filter(({ verdict }) => verdict?.result !== 'kept').map(reportOf)).toEqual([]);
  });

  // Each has a topic and clients of its own, and most of a run waits.
  it.concurrent.each(settingNames)(
    'names the two events that crossed with « %s » wrong',
    { timeout: 120_000 },
    async (setting) => {
      const broken = await firstBroken(house, setting);
      expect(broken && reportOf(broken)).toMatch(/^seed \d+: [a-z-]+, LOT_4\d step [123]: #\d+ .* × #\d+ /);
    },
  );
});
