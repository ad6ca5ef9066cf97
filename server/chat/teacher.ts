// The teacher's code: compared without telling by its time how much of it was right.
import { createHash, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

export const isCode = (given: string, code: string): boolean => timingSafeEqual(digest(given.trim()), digest(code));
