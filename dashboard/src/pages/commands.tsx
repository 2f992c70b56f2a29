// Commands.

import { PageHead } from "../ui/bits";

export function CommandsPage() {
  return <PageHead title="Commands" />;
}
