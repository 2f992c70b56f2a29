// Guide.

import { PageHead } from "../ui/bits";

export function GuidePage() {
  return <PageHead title="Guide" />;
}
