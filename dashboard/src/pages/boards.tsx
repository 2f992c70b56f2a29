// Leaderboards.

import { PageHead } from "../ui/bits";

export function BoardsPage() {
  return <PageHead title="Leaderboards" />;
}
