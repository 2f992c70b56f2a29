// World.

import { PageHead } from "../ui/bits";

export function WorldPage() {
  return <PageHead title="World" />;
}
