// Going about a page with the keyboard alone.
import { expect, type Locator, type Page } from '@playwright/test';

/** No place of a page is further than this many presses of Tab from any other. */
const furthest = 150;

export const press = (page: Page, keys: string): Promise<void> => page.keyboard.press(keys);

/** Presses Tab (Shift+Tab when `back`) until one of `target` has the focus, and the focus can be seen. */
export async function tabTo(page: Page, target: Locator, direction: 'forth' | 'back' = 'forth'): Promise<void> {
  const focused = target.and(page.locator(':focus'));
  for (let presses = 0; (await focused.count()) === 0; presses += 1) {
    expect(presses, `Tab never reaches ${target}`).toBeLessThan(furthest);
    await press(page, direction === 'back' ? 'Shift+Tab' : 'Tab');
  }
  expect(await focused.evaluate(isFocusSeen), `the focus on ${target} is seen`).toBe(true);
}

/** A ring around the element itself, or around the label that stands for it. */
function isFocusSeen(element: Element): boolean {
  const { labels } = element as HTMLInputElement;
  return [element, ...(labels ?? [])].some((each) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
  });
}

/** Among radios of which one has the focus: arrows until `wanted` is the choice, each press awaited. */
export async function choose(page: Page, wanted: Locator): Promise<void> {
  const focused = page.locator('input[type="radio"]:focus');
  await press(page, 'Space');
  await expect(focused).toBeChecked();
  for (let presses = 0; !(await wanted.isChecked()); presses += 1) {
    expect(presses, `arrows never reach ${wanted}`).toBeLessThan(furthest);
    await press(page, 'ArrowDown');
    await expect(focused).toBeChecked();
  }
}
