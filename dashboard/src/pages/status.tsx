// Status.

import { PageHead } from "../ui/bits";

export function StatusPage() {
  return <PageHead title="Status" />;
}
