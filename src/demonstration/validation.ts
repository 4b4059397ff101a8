/** What analysts have asked the force about its files: one question answered and settled, one answered, one still open; and a file that the force has signed off. */
import { plusDays } from '../access/index.ts';
import { type DeliveryFacts, knownOf, noteDeliveries } from '../access/validation/index.ts';
import { type Acting, SERVICE } from '../register/index.ts';
import type { Doing } from './doing.ts';

/** The last delivery of a dataset is asked about, for it is what people look at. Nothing happens where there is none. */
export async function seedValidation(acting: Acting, it: Doing, deliveries: readonly DeliveryFacts[]): Promise<void> {
  if (deliveries.length === 0) return;
  await acting.act(noteDeliveries, { deliveries: deliveries.map(knownOf) }, SERVICE);
  const newest = (dataset: string, back = 0): DeliveryFacts | undefined =>
    deliveries.filter((each) => each.dataset === dataset).sort((a, b) => b.number - a.number)[back];
  const ask = async (delivery: DeliveryFacts, question: string, days: number): Promise<{ id: string; version: number }> =>
    it.do('analyst', 'delivery.query', {
      deliveryId: delivery.id,
      organisationId: it.organisation('police'),
      findingCode: null,
      findingWords: null,
      question,
      dueOn: plusDays(it.today, days),
    });

  const street = newest('street');
  if (street !== undefined) {
    const points = await ask(street, 'Many offences stand at one and the same map point. Is each of them an offence of its own, or were some sent twice?', 7);
    const answered = await it.do('quality', 'delivery.answer', {
      id: points.id,
      version: points.version,
      answerKind: 'explanation',
      answer: 'Each is an offence of its own. Places are moved to the nearest map point before they are published, so that nobody’s home can be found.',
    });
    await it.do('analyst', 'delivery.close-query', { id: points.id, version: answered.version, closingNote: 'Settled: the data are right as they are.' });
  }
  const stop = newest('stop');
  if (stop !== undefined) {
    const ethnicity = await ask(
      stop,
      'Where self-defined ethnicity is empty: was the person not asked, or did they not want to say? The file does not tell.',
      14,
    );
    await it.do('quality', 'delivery.answer', {
      id: ethnicity.id,
      version: ethnicity.version,
      answerKind: 'corrected-file',
      answer: 'Both happen, and our record tells them apart. The next file will have the code for each.',
    });
    await ask(stop, 'Please say whether vehicle searches without a person are meant to be in this file.', 21);
  }
  const before = newest('stop', 1);
  if (before !== undefined) await it.do('quality', 'delivery.sign-off', { id: before.id, note: 'Checked against our own count of records.' });
}
