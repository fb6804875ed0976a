/**
 * A film's title, or any other name that the data brought, where it is shown: apart from the text around it, so that
 * Hebrew or Arabic turns no arithmetic beside it, and broken wherever it must be (base.css). In SVG, in MathML (which
 * shows no HTML) and in sentences the title's own isolates do the same.
 */
export const Name = ({ children }: { readonly children: React.ReactNode }) => <bdi>{children}</bdi>
