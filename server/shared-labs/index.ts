// The door of the labs that several servers share.
export { type SharedLabs, shareLabs } from './share.ts';
