/** The sections of a draft agreement, in the order in which it states them. */
import type { WebContext } from '../../../context.ts';
import { aboutSection } from './about.ts';
import { dataSection } from './data.ts';
import { feedsSection } from './feeds.ts';
import { keepingSection } from './keeping.ts';
import { lawSection } from './law.ts';
import { partiesSection } from './parties.ts';
import type { Section } from './section.ts';

export const sections = (context: WebContext): readonly Section[] => [
  aboutSection,
  partiesSection(context),
  dataSection,
  lawSection,
  keepingSection,
  feedsSection(context),
];
