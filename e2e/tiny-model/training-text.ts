/** What the tiny model has read. Short sentences with many words in common, so that two words in a row lead on to a third. */
export const TRAINING_TEXT = `The tide turns at the gate. The gate opens when the water is high, and the gate closes when the water is low.
The keeper reads the water at the gate. The keeper writes the height of the water in the book, and the book stays in the house.
When the tide is high, the boats wait at the gate. When the tide is low, the boats rest on the sand.
The keeper opens the gate for the boats. The boats pass the gate one at a time, and the keeper closes the gate.
The water in the harbour is still. The water at sea is never still. The wind moves the water, and the moon moves the tide.
The book in the house holds the height of every tide. The keeper reads the book when the wind is strong.
The house stands on the hill. The light in the house is on at night, and the boats see the light from the sea.
When the wind is strong, the keeper waits in the house. When the wind is low, the keeper walks to the gate.
The launch of the new gate is in spring. The team plans the launch, and the team writes the plan in the book.
The plan has a budget, a date and a list of risks. The budget is small, the date is near, and the list is long.
The team reads the plan at the start of the week. The team changes the plan when the date moves.
The summary of the plan is short: the gate opens in spring, the budget holds, and the boats pass the gate.
`
