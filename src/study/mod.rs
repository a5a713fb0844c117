//! What a learner did: answers, lab results, drafts, reading positions, settings; kept so that nothing is lost.
