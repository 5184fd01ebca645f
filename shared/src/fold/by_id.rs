//! Lists by id. The recorder counts ids up from 0, so a list holds them without holes; a damaged log may say anything, and
//! must not exhaust memory.

/// Higher ids of sockets and connections are ignored: our logs have none.
pub(crate) const MAX_IDS: usize = 1 << 20;

/// The place of an id, the list grown to it; `None` past the bound.
pub(crate) fn grown<T: Default>(list: &mut Vec<T>, id: u32) -> Option<&mut T> {
    let index = id as usize;
    if index < MAX_IDS && list.len() <= index {
        list.resize_with(index + 1, T::default);
    }
    list.get_mut(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_grows_to_an_id_and_not_past_the_bound() {
        let mut list = vec![1u8];
        assert_eq!(grown(&mut list, 3), Some(&mut 0));
        assert_eq!(list, [1, 0, 0, 0]);
        assert_eq!(grown(&mut list, 0), Some(&mut 1));
        assert_eq!(grown(&mut list, u32::MAX), None);
        assert_eq!(grown(&mut list, MAX_IDS as u32), None);
        assert_eq!(list.len(), 4);
    }
}
