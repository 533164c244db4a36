// A command's work with an open warehouse.
import { loadConfig } from '../config/config.ts';
import { type Session, openSession } from '../open-session.ts';
import { systemClock } from '../platform/clock.ts';

export async function withSession(act: (session: Session) => Promise<void> | void): Promise<void> {
  const session = await openSession(loadConfig(), systemClock);
  try {
    await act(session);
  } finally {
    await session.warehouse.close();
  }
}
