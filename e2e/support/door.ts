// What a person does at the door: says how they are called, changes of workspace.
import { expect, type Page } from '@playwright/test';

/** The header's button, as wide as there is room for. */
export const askForName = /Comment vous appelez-vous|Votre nom/;

/** Answers « Comment vous appelez-vous ? » and waits until the page calls them so. */
export async function enterAs(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: askForName }).click();
  await page.getByRole('textbox', { name: 'Votre pseudonyme' }).fill(name);
  await page.getByRole('button', { name: 'Entrer', exact: true }).click();
  await expect(page.getByRole('button', { name, exact: true })).toBeVisible();
}
