"""The form of the signing lab: one labelled field for each thing that goes into a signature."""
