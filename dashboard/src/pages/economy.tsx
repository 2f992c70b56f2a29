// Economy.

import { PageHead } from "../ui/bits";

export function EconomyPage() {
  return <PageHead title="Economy" />;
}
